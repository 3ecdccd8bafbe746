default deny
allow all: read
deny others because "Ask a person."
hide none
