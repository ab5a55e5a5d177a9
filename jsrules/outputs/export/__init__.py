"""A report drawn as it is published: laid out once, then written as a workbook, a Word document or a page of HTML."""
