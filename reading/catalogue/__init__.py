"""The catalogue of books: what kind a book is, missing books, doubles, import, clean-up."""
