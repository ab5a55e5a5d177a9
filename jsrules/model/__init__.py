"""Floor 1: values. The syntax tree, the report, the form set, the ground identities, the results."""
