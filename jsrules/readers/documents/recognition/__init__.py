"""What the tables of a published document mean: by their titles, headings and names, held against a form set."""
