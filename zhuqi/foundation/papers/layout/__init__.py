"""One document, laid out as PDF and docx of the same content after GB/T 9704-2012."""
