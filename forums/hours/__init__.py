"""学时: what attendance is worth, proposed to the school and to the official system."""
