# A head that can't be read does not hide errors in its block.
default deny
tool create_refund: finacial {
  limit 0 per minute
}
