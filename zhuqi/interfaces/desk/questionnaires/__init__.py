"""问卷: officials' pages of questionnaires and what came back."""
