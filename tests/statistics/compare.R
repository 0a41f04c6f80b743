# The same centile lines, dispersions and tails by R: what `tests/growth.rs` holds ours against.
#
#   Rscript tests/statistics/compare.R          writes simulated.csv, quine.csv and golden.csv beside itself
#
# Packages: quantreg (Koenker), VGAM (Yee), MASS (Venables & Ripley, with the data set quine: days
# absent from school of 146 children in Walgett, New South Wales, which every R installation ships).
suppressPackageStartupMessages({ library(quantreg); library(VGAM) })
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))
shares <- c(.10, .25, .50, .75, .90)

# A hundred graduates, 36 months, 1.4 exposures a month, paces gamma with a coefficient of variation of 30 %.
set.seed(20261123)
pace <- rgamma(100, shape = 1 / .09, scale = .09)
counts <- t(sapply(pace, function(p) cumsum(rpois(36, 1.4 * p))))
write.table(counts, file.path(here, "simulated.csv"), sep = ",", row.names = FALSE, col.names = FALSE)
quine <- MASS::quine$Days
write.table(quine, file.path(here, "quine.csv"), row.names = FALSE, col.names = FALSE)

# Harrell & Davis by their formula, with R's own incomplete beta function.
harrell_davis <- function(x, p) {
  n <- length(x)
  sapply(p, function(q) sum(diff(pbeta((0:n) / n, (n + 1) * q, (n + 1) * (1 - q))) * sort(x)))
}
golden <- data.frame()
keep <- function(data, method, what, share, value)
  golden <<- rbind(golden, data.frame(data, method, what, share, value = format(value, digits = 10)))

fit <- function(data, x) {
  keep(data, "harrell_davis", "line", shares, harrell_davis(x, shares))
  keep(data, "quantreg", "line", shares, as.numeric(coef(rq(x ~ 1, tau = shares))))
  nb <- vglm(x ~ 1, negbinomial)
  mean <- exp(coef(nb)[[1]]); size <- exp(coef(nb)[[2]])
  keep(data, "vgam", "mean", NA, mean)
  keep(data, "vgam", "dispersion", NA, 1 / size)
  # The quantile of the count with a uniform half added on each side, as ours is drawn.
  smooth <- function(p) {
    k <- qnbinom(p, mu = mean, size = size)
    k - .5 + (p - pnbinom(k - 1, mu = mean, size = size)) / dnbinom(k, mu = mean, size = size)
  }
  keep(data, "vgam", "line", shares, pmax(0, sapply(shares, smooth)))
}
suppressWarnings(fit("simulated", counts[, 36]))
suppressWarnings(fit("quine", quine))
write.csv(golden, file.path(here, "golden.csv"), row.names = FALSE, quote = FALSE)
print(golden)
