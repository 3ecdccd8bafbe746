# Every comment is kept, wherever it is, and swallows no code.
default # which
deny # the safe one
let # name
  currencies # of the list
  = # these
  [ # the first
  "usd" # dollar
  , # a comma
  "eur"
  # before the end
  ] # behind
tool # keyword
  # before the target
  pay # the target
  , # more
  charge
  ( # signature
    amount # how much
    ? # perhaps
    : # of type
    integer # whole
    , note: [ # list
      string ]
  ) # after it
  : # rating
  financial
  # before the block
  { # in the block
  # before a clause
  require # condition
    args.amount # path
    not # operator
    in # of two words
    # the list
    [ 1, # one
      2 ] # end
    because # message
    "No." # said
  deny if ( # group
    args.a exists # a
    or # either
    # own line
    not args.b missing )
    and args.c contains "x"
  apply careful ( # nothing
  )

  # before the end of the block
  } # behind the block
test "t" { # steps
  as # who
    "bot" 3 # how often
    times call pay { # arguments
      amount: # five
        5 # whole
      # last
    } # what comes of it
    => # is
    deny because "No."
  at # when
    2026-03-01T12:00:00Z
  call pay {
    # nothing
  } => allow
}
# the end
