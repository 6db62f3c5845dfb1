"""The organiser's desk: registration set up and looked after, lists, materials, what follows."""
