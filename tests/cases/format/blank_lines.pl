

# Runs of blank lines become one, those at the start and end of a file or block go, and a block of several lines is set apart.
default deny



catalog "tools.json"
rule careful {

  limit 5 per minute


  limit 50 per hour

}
# What the comment above a block says belongs to the block.
tool pay: financial {
  apply careful
}
allow get_user: read
tool a: write { limit 5 per minute }
tool b: write { limit 5 per minute }


