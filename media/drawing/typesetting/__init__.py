"""Chinese typesetting: what may stand where (CLREQ, GB/T 15834-2011), pure and without a font."""
