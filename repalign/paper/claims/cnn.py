"""E8, section 7.2: Figure 13 and Appendix C, on CIFAR-10 and CIFAR-100."""

from functools import partial

from repalign.paper.claims.ledger import Claim

claim = partial(Claim, chapter="06_cnn", experiment="cnn")

CLAIMS = (
    claim(
        "E8.1", "Section 7.2, Figure 13a",
        "The last hidden layer of a network trained on ImageNet is better aligned with two random classes than pixels "
        "are, and pixels better than that layer at initialisation.",
    ),
    claim(
        "E8.2", "Section 7.2 and Appendix C",
        "At initialisation the last hidden layer is extremely poorly aligned, the more so the deeper the network.",
    ),
    claim(
        "E8.3", "Section 7.2, Figure 13b",
        "Features of the pretrained network are better aligned than HOG, SIFT and RBF features.",
    ),
    claim(
        "E8.4", "Section 7.2, Figure 13c and d",
        "Higher alignment goes with faster optimisation and better performance on test data, for squared error and for "
        "logistic loss.",
    ),
    claim(
        "E8.5", "Section 7.2, Figure 13c and d",
        "RBF features fit the training data exactly in closed form, and yet gradient descent leaves a high training "
        "error on them.",
    ),
)  # fmt: skip
