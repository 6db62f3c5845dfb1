"""Reading as pictures: the own year, and the programme's totals, drawn as SVG with a table."""
