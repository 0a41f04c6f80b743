# Draws the seven centile lines of each experience with R's quantreg: cumulative counts on a natural
# spline of the training month, interior points (Koenker & Ng's Frisch–Newton method, the fast one).
# Prints the seconds that the fits took.
# argument: a CSV file with the columns experience, month and count
suppressPackageStartupMessages({ library(quantreg); library(splines) })
counts <- read.csv(commandArgs(trailingOnly = TRUE)[1])
lines <- c(.03, .10, .25, .50, .75, .90, .97)
took <- system.time(
  for (one in split(counts, counts$experience)) {
    fit <- rq(count ~ ns(month, df = 6), tau = lines, data = one, method = "fn")
    drawn <- predict(fit, data.frame(month = 1:36))
    stopifnot(nrow(drawn) == 36, ncol(drawn) == 7)
  }
)
cat(took[["elapsed"]], "\n")
