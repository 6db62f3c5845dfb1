"""我的阅读: the own record of books read, private to its reader."""
