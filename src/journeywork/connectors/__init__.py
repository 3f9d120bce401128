"""Doors to other systems, one folder each; delete a folder and the connector is gone."""
