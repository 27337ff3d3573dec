"""涉密内容: text with a mark of secrecy goes to a keeper and nowhere else."""
