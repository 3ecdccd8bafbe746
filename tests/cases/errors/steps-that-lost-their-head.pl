# The steps of a test that lost its head are read, and so are the items after them.
default deny

  call update { reason: "typo" } => allow
  call update { reason: 5 } => deny
}

tool update: write {
  limit 5 per minute
}
