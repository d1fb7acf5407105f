"""Trains small models with other libraries and writes them as PMML, see scripts/make-foreign-models.

Arguments: the weather table, the output folder. Writes NAME.pmml and NAME.csv for each model NAME.
The CSV has probe rows with the inputs, then the library's prediction: =number, or =label and a
probability for each label as =p:LABEL. An empty cell is a missing value.
"""

import os
import re
import sys
import warnings

import lightgbm
import numpy as np
import pandas as pd
import sklearn
import sklearn2pmml
import xgboost
from sklearn.cluster import KMeans
from sklearn.compose import ColumnTransformer
from sklearn.ensemble import (
    ExtraTreesRegressor,
    GradientBoostingClassifier,
    GradientBoostingRegressor,
    HistGradientBoostingClassifier,
    RandomForestClassifier,
)
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler
from sklearn.svm import LinearSVC
from sklearn.tree import DecisionTreeClassifier
from sklearn2pmml.pipeline import PMMLPipeline

warnings.filterwarnings("ignore")
source, folder = sys.argv[1:]
SEED = 7
NUMBERS = ["precipitation", "temp_max", "temp_min", "wind"]

weather = pd.read_csv(source, parse_dates=["date"])
weather["month"] = weather["date"].dt.strftime("%b").astype(object)
weather["wet"] = np.where(weather["weather"].isin(["rain", "snow"]), "yes", "no")
probes = weather.iloc[::29].reset_index(drop=True)
holes = weather.copy()
random = np.random.RandomState(SEED)
for name in NUMBERS:
    holes.loc[random.rand(len(holes)) < 0.1, name] = np.nan
holed_probes = holes.iloc[::29].reset_index(drop=True)


def inputs(numbers=NUMBERS, scaled=False, ordinal=False, texts=True):
    """Numbers unchanged or scaled, the month as one-hot columns or as its ordinal (alphabetical)."""
    parts = [("numbers", StandardScaler() if scaled else "passthrough", list(numbers))]
    if texts:
        encoder = OrdinalEncoder(dtype=np.int32) if ordinal else OneHotEncoder(sparse_output=False)
        parts.append(("month", encoder, ["month"]))
    return ColumnTransformer(parts)


def write(name, estimator, target, transformer=None, missing=False, labels=None):
    rows, probe = (holes, holed_probes) if missing else (weather, probes)
    numbers = [number for number in NUMBERS if number != target]
    columns = numbers + ["month"]
    transformer = transformer or inputs(numbers)
    if not any(part[0] == "month" for part in transformer.transformers):
        columns = numbers
    pipeline = PMMLPipeline([("inputs", transformer), ("model", estimator)])
    answers = weather[target] if labels is None else weather[target].map(labels.index)
    pipeline.fit(rows[columns], answers)
    path = os.path.join(folder, name + ".pmml")
    try:
        sklearn2pmml.sklearn2pmml(pipeline, path)
    except RuntimeError as error:
        print("%-28s is not converted: %s" % (name, str(error).strip().splitlines()[0]))
        return
    document = open(path, encoding="utf-8").read()
    document = re.sub(r"<Timestamp>[^<]*</Timestamp>", "<Timestamp/>", document)
    document = re.sub(r"\n\t*", "\n", document)
    open(path, "w", encoding="utf-8").write(document)
    table = probe[columns].copy()
    told = pipeline.predict(probe[columns])
    if target in NUMBERS:
        table["=number"] = [repr(float(number)) for number in told]
    else:
        table["=label"] = told
        if hasattr(estimator, "predict_proba"):
            probabilities = pipeline.predict_proba(probe[columns])
            for k, label in enumerate(estimator.classes_):
                table["=p:%s" % label] = [repr(float(p)) for p in probabilities[:, k]]
    table.to_csv(os.path.join(folder, name + ".csv"), index=False, lineterminator="\n")
    print("%-28s %6d bytes, %d probe rows" % (name, os.path.getsize(path), len(table)))


DRY = [number for number in NUMBERS if number != "temp_max"]
write("sklearn-tree", DecisionTreeClassifier(max_depth=5, random_state=SEED), "weather")
write("sklearn-forest", RandomForestClassifier(6, max_depth=4, random_state=SEED), "weather")
write("sklearn-extra-trees", ExtraTreesRegressor(5, max_depth=4, random_state=SEED), "temp_max")
write("sklearn-gbt", GradientBoostingClassifier(n_estimators=8, random_state=SEED), "wet")
write("sklearn-gbt-number", GradientBoostingRegressor(n_estimators=8, random_state=SEED), "temp_max")
write(
    "sklearn-hist-gbt",
    HistGradientBoostingClassifier(max_iter=8, max_leaf_nodes=8, random_state=SEED),
    "wet",
    transformer=inputs(texts=False),
    missing=True,
)
write("sklearn-logistic", LogisticRegression(max_iter=500), "wet", transformer=inputs(scaled=True))
write("sklearn-softmax", LogisticRegression(max_iter=500), "weather", transformer=inputs(scaled=True))
write("sklearn-linear", LinearRegression(), "temp_max")
write(
    "sklearn-network",
    MLPClassifier((6, 4), max_iter=300, random_state=SEED),
    "weather",
    transformer=inputs(scaled=True),
)
write("sklearn-gaussian-bayes", GaussianNB(), "weather", transformer=inputs(texts=False))
write("sklearn-linear-svc", LinearSVC(random_state=SEED), "wet", transformer=inputs(scaled=True))

FEW = dict(n_estimators=8, max_depth=3, random_state=SEED, n_jobs=1)
write("xgboost-binary", xgboost.XGBClassifier(**FEW), "wet", missing=True, labels=["no", "yes"])
write(
    "xgboost-softmax",
    xgboost.XGBClassifier(**dict(FEW, n_estimators=3)),
    "weather",
    missing=True,
    labels=["drizzle", "fog", "rain", "snow", "sun"],
)
write("xgboost-number", xgboost.XGBRegressor(**FEW), "temp_max", missing=True)
write(
    "xgboost-poisson",
    xgboost.XGBRegressor(objective="count:poisson", **FEW),
    "wind",
    missing=True,
)
write(
    "xgboost-forest",
    xgboost.XGBRFRegressor(**FEW),
    "temp_max",
    missing=True,
)

SMALL = dict(n_estimators=8, num_leaves=8, random_state=SEED, n_jobs=1, verbose=-1)
write("lightgbm-binary", lightgbm.LGBMClassifier(**SMALL), "wet", missing=True)
write(
    "lightgbm-softmax",
    lightgbm.LGBMClassifier(**dict(SMALL, n_estimators=3)),
    "weather",
    missing=True,
)
write("lightgbm-number", lightgbm.LGBMRegressor(**SMALL), "temp_max", missing=True)
write(
    "lightgbm-poisson",
    lightgbm.LGBMRegressor(objective="poisson", **SMALL),
    "wind",
    missing=True,
)

with open(os.path.join(folder, "README.md"), "w", encoding="utf-8") as readme:
    readme.write(
        """# Documents of other libraries

Small models trained on `data-samples/weather` by other libraries, as PMML, each with probe rows and the
library's own answers as CSV: `=number`, or `=label` and a probability for each label as `=p:LABEL`; an
empty cell is a missing value. `ForeignModelsTest` scores the rows with both engines.

Made by `scripts/make-foreign-models`, never by hand, with scikit-learn %s, XGBoost %s, LightGBM %s,
and the converter of sklearn2pmml %s. Those of R, `r-*`, are made by `scripts/make-r-models`, with what
[r-versions.md](r-versions.md) says. Time stamps and indentation are taken out of the documents.
"""
        % (sklearn.__version__, xgboost.__version__, lightgbm.__version__, sklearn2pmml.__version__)
    )
