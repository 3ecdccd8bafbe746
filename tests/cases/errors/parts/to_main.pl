include "../include-cycle-of-main.pl"
