"""Tools of the house: checks, vendoring. Nothing here ships with the product."""
