"""证书: what somebody took part in, on paper, with a page that says whether it still holds."""
