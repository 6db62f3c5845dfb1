"""A public page as an article for a 公众号: what its editor takes, and nothing else."""
