"""Reading published documents into the page model of `jsrules.model.document`."""
