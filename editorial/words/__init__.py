"""The administrators' word lists: compared, kept, imported from Excel."""
