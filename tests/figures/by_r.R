# What R says of the tables of `test_by_r.py`: survival and cmprsk, asked as `amends evidence` is.
# FOLDER holds the tables as `write_tables` writes them. To make the figures anew:
#   python -c "from tests.figures.test_by_r import write_tables; write_tables('FOLDER')"
#   Rscript tests/figures/by_r.R FOLDER > tests/figures/by_r.json
suppressMessages({library(survival); library(cmprsk); library(jsonlite)})
folder <- commandArgs(trailingOnly = TRUE)[1]
asked <- list()
tables <- list()
for (file in list.files(folder)) {
  tables[[sub(".csv", "", file)]] <- read.csv(file.path(folder, file), stringsAsFactors = TRUE)
}

says <- function(words, ...) {
  asked[[length(asked) + 1]] <<- list(words = words, says = list(...))
}

columns <- function(...) as.data.frame(list(...), row.names = NULL)

cox <- function(fit) {
  robust <- !is.null(fit$naive.var)
  tests <- cox.zph(fit)$table
  list(
    cox = columns(
      estimate = unname(coef(fit)),
      se = unname(sqrt(diag(if (robust) fit$naive.var else fit$var))),
      robust_se = if (robust) unname(sqrt(diag(fit$var))) else NA
    ),
    proportionality = columns(statistic = unname(tests[, 1]), df = unname(tests[, 2]), p = unname(tests[, 3])),
    loglik = fit$loglik,
    concordance = unname(fit$concordance["concordance"])
  )
}

curve <- function(fit, at) {
  found <- summary(fit, times = at)
  records <- columns(
    group = if (is.null(found$strata)) "all" else sub(".*=", "", found$strata),
    time = found$time, estimate = found$surv, se = found$std.err, lower = found$lower, upper = found$upper
  )
  records[records$estimate < 1, ]
}

mean_until <- function(fit, horizon) {
  found <- survival:::survmean(fit, rmean = horizon)$matrix
  found <- if (is.null(dim(found))) t(found) else found
  columns(estimate = unname(found[, "rmean"]), se = unname(found[, "se(rmean)"]))
}

accelerated <- function(fit) {
  list(
    aft = columns(estimate = unname(c(coef(fit), log(fit$scale))), se = unname(sqrt(diag(vcov(fit))))),
    aft_loglik = fit$loglik[2]
  )
}

competing <- function(table, time, cause, at, group = NULL, strata = NULL, terms = NULL) {
  words <- list(ftime = table[[time]], fstatus = table$cause)
  if (!is.null(group)) words$group <- as.character(table[[group]])
  if (!is.null(strata)) words$strata <- table[[strata]]
  found <- do.call(cuminc, words)
  told <- timepoints(found, at)
  names <- strsplit(rownames(told$est), " ")
  answer <- list(incidence = columns(
    group = rep(if (is.null(group)) "all" else sapply(names, `[`, 1), each = length(at)),
    cause = rep(sapply(names, `[`, 2), each = length(at)), time = rep(at, length(names)),
    estimate = as.vector(t(told$est)), variance = as.vector(t(told$var))
  ))
  if (!is.null(group)) {
    answer$gray <- columns(cause = rownames(found$Tests), statistic = found$Tests[, "stat"], df = found$Tests[, "df"])
  }
  if (!is.null(terms)) {
    fit <- crr(table[[time]], table$cause, model.matrix(terms, table)[, -1], failcode = cause, gtol = 1e-10, maxiter = 50)
    answer$finegray <- columns(estimate = unname(fit$coef), se = unname(sqrt(diag(fit$var))))
    answer$loglik <- c(fit$loglik.null, fit$loglik)
  }
  answer
}

rossi <- tables$rossi
for (ties in c("efron", "breslow")) {
  do.call(says, c(
    list(paste("survival rossi --time week --event arrest --cox fin,age,C(prio_group),age^2 --ties", ties)),
    cox(coxph(Surv(week, arrest) ~ fin + age + factor(prio_group) + I(age^2), rossi, ties = ties))
  ))
  do.call(says, c(
    list(paste("survival rossi --time week --event arrest --cox fin,age,prio --weights weight --robust --ties", ties)),
    cox(coxph(Surv(week, arrest) ~ fin + age + prio, rossi, weights = weight, robust = TRUE, ties = ties))
  ))
  do.call(says, c(
    list(paste("survival rossi --time week --event arrest --cox fin,prio --weights count --ties", ties)),
    cox(coxph(Surv(week, arrest) ~ fin + prio, rossi, weights = as.numeric(count), robust = FALSE, ties = ties))
  ))
  do.call(says, c(
    list(paste(
      "survival rossi --time week --event arrest --entry late --cox fin,age,prio --weights weight",
      "--cluster age --ties", ties
    )),
    cox(coxph(Surv(late, week, arrest) ~ fin + age + prio, rossi, weights = weight, cluster = age, ties = ties,
      subset = late < week))
  ))
}
late <- survfit(Surv(late, week, arrest) ~ fin, rossi, subset = late < week, conf.type = "log-log")
says("survival rossi --time week --event arrest --entry late --by fin --at 15,30,52 --rmst 45",
  survival = curve(late, c(15, 30, 52)), rmst = mean_until(late, 45))
by_race <- survfit(Surv(week, arrest) ~ race, rossi, conf.type = "plain")
test <- survdiff(Surv(week, arrest) ~ race, rossi, rho = 1)
says("survival rossi --time week --event arrest --by race --at 5,20,50 --rmst 40 --interval plain --logrank fleming",
  survival = curve(by_race, c(5, 20, 50)), rmst = mean_until(by_race, 40), logrank = list(statistic = test$chisq))
three <- survfit(Surv(week, arrest) ~ prio_group, rossi, conf.type = "log-log")
test <- survdiff(Surv(week, arrest) ~ prio_group, rossi)
says("survival rossi --time week --event arrest --by prio_group --at 5,20,52",
  survival = curve(three, c(5, 20, 52)), rmst = mean_until(three, 52), logrank = list(statistic = test$chisq))
weighted <- survfit(Surv(week, arrest) ~ fin, rossi, weights = weight)
says("survival rossi --time week --event arrest --by fin --at 10,30,52 --weights weight",
  survival = curve(weighted, c(10, 30, 52))[, c("group", "time", "estimate")],
  rmst = mean_until(weighted, 52)["estimate"])
for (distribution in c("weibull", "lognormal", "loglogistic")) {
  do.call(says, c(
    list(paste("survival rossi --time week --event arrest --cox fin,age,prio --aft", distribution)),
    accelerated(survreg(Surv(week, arrest) ~ fin + age + prio, rossi, dist = distribution))
  ))
}

do.call(says, c(
  list("survival lung --time time --event status --cox age,sex,C(ph.ecog) --cluster inst"),
  cox(coxph(Surv(time, status) ~ age + sex + factor(ph.ecog), tables$lung, cluster = inst))
))
for (ties in c("efron", "breslow")) {
  do.call(says, c(
    list(paste(
      "survival heart --time stop --entry start --event event --cox age,year,surgery,transplant --id id --robust",
      "--ties", ties
    )),
    cox(coxph(Surv(start, stop, event) ~ age + year + surgery + transplant, tables$heart, cluster = id, ties = ties))
  ))
  do.call(says, c(
    list(paste("survival recur --time TIME1 --entry TIME0 --event CENSOR --cox AGE,TREAT --cluster ID --ties", ties)),
    cox(coxph(Surv(TIME0, TIME1, CENSOR) ~ AGE + TREAT, tables$recur, cluster = ID, ties = ties))
  ))
}
do.call(says, c(
  list("survival gbsg2 --time time --event cens --cox C(horTh),age,C(menostat),tsize,C(tgrade),pnodes,progrec,estrec"),
  cox(coxph(Surv(time, cens) ~ horTh + age + menostat + tsize + tgrade + pnodes + progrec + estrec, tables$gbsg2))
))

for (time in c("rectime", "month")) {
  at <- if (time == "month") c(0, 6, 24, 60) else c(200, 700, 1500, 2400)
  told <- paste(at, collapse = ",")
  do.call(says, c(
    list(paste("competing lymph --time", time, "--event cause --cause 1 --at", told, "--finegray age,C(grade),nodes")),
    competing(tables$lymph, time, 1, at, terms = ~ age + factor(grade) + nodes)
  ))
  do.call(says, c(
    list(paste("competing lymph --time", time, "--event cause --cause 2 --by grade --at", told, "--finegray age,hormone")),
    competing(tables$lymph, time, 2, at, "grade", NULL, ~ age + hormone)
  ))
  do.call(says, c(
    list(paste("competing lymph --time", time, "--event cause --cause 1 --by hormone --strata grade --at", told)),
    competing(tables$lymph, time, 1, at, "hormone", "grade")
  ))
}

made_by <- paste0("R ", getRversion(), ", survival ", packageVersion("survival"), ", cmprsk ", packageVersion("cmprsk"))
cat(toJSON(list(made_by = made_by, asked = asked), digits = I(10), auto_unbox = TRUE, na = "null", dataframe = "columns", pretty = 1))
