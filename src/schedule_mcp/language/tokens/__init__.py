"""A text cut into tokens: shapes of numbers and times, misspelt words, places and zones."""
