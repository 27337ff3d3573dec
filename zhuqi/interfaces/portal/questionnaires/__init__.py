"""问卷: what a firm was asked, filled in on a phone."""
