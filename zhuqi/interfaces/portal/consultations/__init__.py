"""集团会商: what a group company reads of the consultations with it."""
