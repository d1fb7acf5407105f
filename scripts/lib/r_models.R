# Trains small models with R, see scripts/make-r-models.
#
# Arguments: the weather table, a folder for the models, the folder of the probe rows. Writes NAME.rds
# and NAME.csv for each model NAME. The CSV is like that of scripts/lib/foreign_models.py: probe rows
# with the inputs, then R's prediction: =number, or =label and a probability for each label as =p:LABEL.
# An empty cell is a missing value.

suppressPackageStartupMessages({
  library(gbm)
  library(nnet)
  library(randomForest)
  library(rpart)
})

arguments <- commandArgs(trailingOnly = TRUE)
models <- arguments[2]
folder <- arguments[3]
numbers <- c("precipitation", "temp_max", "temp_min", "wind")
inputs <- c(numbers, "month")
cooler <- setdiff(inputs, "temp_max")
calmer <- setdiff(inputs, "wind")

weather <- read.csv(arguments[1])
weather$month <- factor(month.abb[as.integer(substr(weather$date, 6, 7))], levels = month.abb)
weather$weather <- factor(weather$weather)
weather$wet <- factor(ifelse(weather$weather %in% c("rain", "snow"), "yes", "no"))
weather$wet01 <- as.integer(weather$wet == "yes")
weather$strong <- round(weather$wind)
probed <- seq(1, nrow(weather), by = 29)
probes <- weather[probed, ]
set.seed(7)
holes <- weather
for (name in inputs) {
  holes[runif(nrow(holes)) < 0.1, name] <- NA
}
holed <- holes[probed, ]

# A number with all its digits.
spelled <- function(x) sprintf("%.17g", as.numeric(x))

write_answers <- function(name, model, table, answers) {
  # not all versions of JPMML-R read the format of version 3
  saveRDS(model, file.path(models, paste0(name, ".rds")), version = 2)
  write.table(cbind(table, answers, stringsAsFactors = FALSE),
    file.path(folder, paste0(name, ".csv")),
    sep = ",", na = "", row.names = FALSE, quote = FALSE
  )
}

# A model that predicts a number.
write_number <- function(name, model, columns, told, rows = probes) {
  write_answers(name, model, rows[columns], data.frame("=number" = spelled(told), check.names = FALSE))
}

# A model that predicts a label, with a matrix of probabilities that has a column for each label.
write_label <- function(name, model, columns, probabilities, rows = probes, label = NULL) {
  if (is.null(label)) {
    label <- colnames(probabilities)[max.col(probabilities, ties.method = "first")]
  }
  answers <- data.frame("=label" = as.character(label), check.names = FALSE)
  for (each in colnames(probabilities)) {
    answers[[paste0("=p:", each)]] <- spelled(probabilities[, each])
  }
  write_answers(name, model, rows[columns], answers)
}

# The two probabilities, from that of the second label.
both <- function(second, labels = c("no", "yes")) {
  matrix(c(1 - second, second), ncol = 2, dimnames = list(NULL, labels))
}

# Linear and general linear models.
fit <- lm(temp_max ~ precipitation + temp_min + wind + month, weather)
write_number("r-lm", fit, cooler, predict(fit, probes))
fit <- lm(temp_max ~ temp_min * wind + precipitation + I(temp_min^2) + log(wind + 1) +
  I(sqrt(precipitation) / 2) + month:temp_min + ifelse(precipitation > 0 & wind < 3, 1, 0), weather)
write_number("r-lm-formula", fit, cooler, predict(fit, probes))
fit <- glm(wind ~ temp_max + month + cut(temp_min, breaks = c(-10, 0, 5, 10, 20)) +
  I(exp(precipitation / -10)), gaussian, weather)
write_number("r-glm-formula", fit, calmer, predict(fit, probes))
fit <- glm(strong ~ precipitation + temp_max + temp_min + month, poisson, weather)
write_number("r-glm-poisson", fit, calmer, predict(fit, probes, type = "response"))
fit <- glm(wind ~ precipitation + temp_max + temp_min + month, Gamma(link = "log"), weather)
write_number("r-glm-gamma", fit, calmer, predict(fit, probes, type = "response"))
fit <- glm(wind ~ precipitation + temp_max + temp_min + month, Gamma, weather)
write_number("r-glm-gamma-inverse", fit, calmer, predict(fit, probes, type = "response"))
fit <- glm(strong ~ precipitation + temp_max + month, poisson(link = "sqrt"), weather)
write_number(
  "r-glm-poisson-sqrt", fit, setdiff(calmer, "temp_min"),
  predict(fit, probes, type = "response")
)
fit <- glm(wind ~ precipitation + temp_max + temp_min, inverse.gaussian(link = "log"), weather)
write_number(
  "r-glm-inverse-gaussian", fit, setdiff(calmer, "month"),
  predict(fit, probes, type = "response")
)

# Trees: without missing values; with missing values by surrogate splits, finally to the larger side;
# stopping where all surrogates are missing.
fit <- rpart(temp_max ~ precipitation + temp_min + wind + month, weather, cp = 0.003)
write_number("r-rpart-number", fit, cooler, predict(fit, probes))
fit <- rpart(weather ~ precipitation + temp_max + temp_min + wind + month, weather, cp = 0.003)
write_label("r-rpart", fit, inputs, predict(fit, probes))
fit <- rpart(temp_max ~ precipitation + temp_min + wind + month, holes, cp = 0.003)
write_number("r-rpart-number-surrogates", fit, cooler, predict(fit, holed), holed)
fit <- rpart(weather ~ precipitation + temp_max + temp_min + wind + month, holes, cp = 0.003)
write_label("r-rpart-surrogates", fit, inputs, predict(fit, holed), holed)
fit <- rpart(weather ~ precipitation + temp_max + temp_min + wind + month, holes,
  control = rpart.control(cp = 0.003, usesurrogate = 1)
)
write_label("r-rpart-stopping", fit, inputs, predict(fit, holed), holed)

# Forests and boosted trees.
set.seed(7)
fit <- randomForest(temp_max ~ precipitation + temp_min + wind + month, weather,
  ntree = 8, maxnodes = 16
)
write_number("r-forest-number", fit, cooler, predict(fit, probes))
set.seed(7)
fit <- randomForest(weather ~ precipitation + temp_max + temp_min + wind + month, weather,
  ntree = 7, maxnodes = 16
)
write_label("r-forest", fit, inputs, predict(fit, probes, type = "prob"))
set.seed(7)
fit <- gbm(temp_max ~ precipitation + temp_min + wind + month, "gaussian", holes[!is.na(holes$temp_max), ],
  n.trees = 8, interaction.depth = 3, shrinkage = 0.3
)
write_number("r-gbm-number", fit, cooler, predict(fit, holed, n.trees = 8), holed)
set.seed(7)
fit <- gbm(wet01 ~ precipitation + temp_max + temp_min + wind + month, "bernoulli", holes,
  n.trees = 8, interaction.depth = 3, shrinkage = 0.3
)
write_label("r-gbm", fit, inputs, both(predict(fit, holed, n.trees = 8, type = "response"), 0:1), holed)
set.seed(7)
fit <- suppressWarnings(gbm(weather ~ precipitation + temp_max + temp_min + wind + month, "multinomial", holes,
  n.trees = 4, interaction.depth = 2, shrinkage = 0.3
))
write_label("r-gbm-softmax", fit, inputs, predict(fit, holed, n.trees = 4, type = "response")[, , 1], holed)

# A softmax of linear sums.
fit <- multinom(weather ~ precipitation + temp_max + temp_min + wind + month, weather,
  maxit = 500, trace = FALSE
)
write_label("r-multinom", fit, inputs, predict(fit, probes, type = "probs"))

# Clusters: the nearest centre; the labels are numbers from 1 on.
set.seed(7)
fit <- kmeans(weather[numbers], 4, nstart = 3)
square <- apply(fit$centers, 1, function(centre) colSums((t(as.matrix(probes[numbers])) - centre)^2))
write_answers(
  "r-kmeans", fit, probes[numbers],
  data.frame("=label" = max.col(-square, ties.method = "first"), check.names = FALSE)
)

packages <- c("gbm", "nnet", "randomForest", "rpart")
versions <- vapply(packages, function(each) as.character(packageVersion(each)), "")
cat("R ", as.character(getRversion()), ", ", paste(packages, versions, collapse = ", "), "\n",
  sep = "", file = file.path(models, "versions")
)
