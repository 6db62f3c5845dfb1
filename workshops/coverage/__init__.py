"""How far the workshops reach: figures with their denominator, small groups hidden."""
