# A character that cannot be seen, or that looks like an ordinary space, is named.
default deny
﻿allow x: read
allow y: read
allow z​: read
