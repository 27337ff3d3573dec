"""Spreadsheets read in constant memory, by a child process that hostile files cannot hurt us through."""
