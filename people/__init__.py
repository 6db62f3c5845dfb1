"""People of the district: units, accounts, roles."""
