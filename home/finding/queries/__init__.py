"""Reads of the ways to pieces; each docstring gives the number of queries."""
