"""What people hand on: a workbook of findings, the auditor's working paper, the bureau's check form."""
