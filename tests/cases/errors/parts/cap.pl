let cap = 10
