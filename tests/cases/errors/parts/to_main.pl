include "../include_cycle_of_main.pl"
