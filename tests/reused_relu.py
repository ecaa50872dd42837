"""A network that uses one layer twice."""

import torch
from torch import nn


class ReusedReLU(nn.Module):
    """One ReLU used twice, in place, after a convolution; the second time on other shapes."""

    def __init__(self):
        super().__init__()
        self.conv, self.relu = nn.Conv2d(1, 3, 3), nn.ReLU(inplace=True)
        self.norm, self.drop, self.out = nn.BatchNorm2d(3), nn.Dropout(), nn.Linear(12, 2)
        self.alias, self.unused, self.lstm = (
            self.out,
            nn.Linear(1, 1),
            nn.LSTM(2, 2, batch_first=True),
        )

    def forward(self, x):
        x = self.relu(self.norm(self.conv(x)))
        x = self.drop(torch.nn.functional.adaptive_avg_pool2d(x, 2).flatten(1) - 0.3)
        return self.out(self.relu(x))


def network():
    torch.manual_seed(0)
    return ReusedReLU().double()
