"""The ways out: each a module with `send(gateway, parcel)` and `problem(gateway)`."""
