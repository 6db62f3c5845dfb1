"""意见建议 and 纠错: what readers write, and the editors who see to it."""
