"""两步验证: a code from an app beside the password, for whoever could do much harm."""
