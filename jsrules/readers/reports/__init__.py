"""Reports: their text as a tree, and the tree as the report model. The only importer of yaml."""
