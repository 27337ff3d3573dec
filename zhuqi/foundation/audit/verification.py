def verify(): ...


Progress = object
