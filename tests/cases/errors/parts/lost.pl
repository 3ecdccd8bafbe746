lett cap = 5
