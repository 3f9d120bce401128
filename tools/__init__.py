"""Tools of the workshop: contracts, generators, bootstrap. Not part of the product."""
