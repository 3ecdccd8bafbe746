rule inner { require args.a matches "(" }
