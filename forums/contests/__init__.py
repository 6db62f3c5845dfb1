"""基本功大赛: entries, blind judging, results that anybody can follow."""
