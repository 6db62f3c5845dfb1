"""Files of entries without what names their author outside the text.

Programs write the author, the company and the last editor into every file (PDF 32000-1, 14.3;
ECMA-376 part 2, 11), cameras the place. ``guard.make_neutral`` is the door; everything else here
runs behind it. What the text itself says stays: ``forums.contests.intake`` warns of names in it.
"""
