"""What was found in many reports, as one page with pictures that needs nothing else."""
