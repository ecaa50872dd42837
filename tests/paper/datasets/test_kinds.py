"""The classes of the experiment on similar sources."""

from itertools import combinations

import numpy as np
from made_up import CIFAR10, write_cifar

from repalign.paper import datasets
from repalign.paper.datasets import kinds

# The superclasses of CIFAR-100, as its page lists them.
ARTIFICIAL = """bottle bowl can cup plate
clock keyboard lamp telephone television
bed chair couch table wardrobe
bridge castle house road skyscraper
bicycle bus motorcycle pickup_truck train
lawn_mower rocket streetcar tank tractor"""
NATURAL = """beaver dolphin otter seal whale
aquarium_fish flatfish ray shark trout
orchid poppy rose sunflower tulip
apple mushroom orange pear sweet_pepper
bee beetle butterfly caterpillar cockroach
bear leopard lion tiger wolf
cloud forest mountain plain sea
camel cattle chimpanzee elephant kangaroo
fox porcupine possum raccoon skunk
crab lobster snail spider worm
baby boy girl man woman
crocodile dinosaur lizard snake turtle
hamster mouse rabbit shrew squirrel
maple_tree oak_tree palm_tree pine_tree willow_tree"""


def test_sources_are_six_whole_superclasses_of_one_kind():
    for kind, all_of_kind in (("artificial", ARTIFICIAL), ("natural", NATURAL)):
        chosen = set(kinds.SOURCES[kind])
        assert len(kinds.SOURCES[kind]) == len(chosen) == 30
        superclasses = [set(line.split()) for line in all_of_kind.splitlines()]
        assert sum(superclass <= chosen for superclass in superclasses) == 6
    assert not set(kinds.SOURCES["natural"]) & set(kinds.SOURCES["artificial"])


def test_targets_are_all_pairs_of_one_kind_of_cifar10():
    natural, artificial = kinds.TARGETS["natural"], kinds.TARGETS["artificial"]
    assert sorted([*natural, *artificial]) == CIFAR10
    assert not set(CIFAR10) & {*kinds.SOURCES["natural"], *kinds.SOURCES["artificial"]}
    assert [kind for kind, *_ in kinds.PAIRS] == ["artificial"] * 6 + ["natural"] * 15
    expected = {*combinations(artificial, 2), *combinations(natural, 2)}
    assert {tuple(pair) for _, *pair in kinds.PAIRS} == expected


def test_pictures_are_of_the_classes_named_and_equally_many(tmp_path):
    write_cifar(tmp_path)
    cifar = datasets.load("cifar10", data_dir=tmp_path)
    for n, expected in ((5, 5), (500, 12)):  # the smallest class has 12
        images, labels = kinds.chosen(cifar, ("truck", "airplane"), n)
        assert np.bincount(labels).tolist() == [expected, expected]
        for name, label in (("truck", 0), ("airplane", 1)):
            own = cifar.train_images[cifar.train_labels == CIFAR10.index(name)][:expected]
            np.testing.assert_array_equal(images[labels == label], own)
    assert len(kinds.chosen(cifar, ("truck", "airplane"), split="test")[1]) == 12


def test_every_class_of_the_sources_is_in_the_real_data(cifar100_dir):
    classes = datasets.load("cifar100", data_dir=cifar100_dir).classes.tolist()
    assert {*kinds.SOURCES["natural"], *kinds.SOURCES["artificial"]} <= set(classes)
    assert set(f"{ARTIFICIAL} {NATURAL}".split()) == set(classes)
