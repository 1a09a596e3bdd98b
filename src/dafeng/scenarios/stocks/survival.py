"""How long does a thing last, and who is left of those who came?"""

from __future__ import annotations

import math

import numpy as np

from dafeng.axes import Floats


def weibull(age: Floats, scale: Floats, shape: float, limit: float = math.inf) -> Floats:
    """Return the share that is still in use at an age.

    ``S(a) = exp(-(a / T)^k)``; zero from the age on at which scrapping is mandatory.

    Parameters
    ----------
    age
        Age [a] (any shape that broadcasts with `scale`).
    scale
        Characteristic life ``T``, at which 36.8 % are left [a].
    shape
        ``k``: the larger, the closer together they go [-].
    limit
        Age of mandatory scrapping [a].

    Returns
    -------
    Floats
        Survival [-].

    Source: Hao et al. 2011, Vehicle survival patterns in China, Science China Technological
    Sciences 54(3).
    """
    return np.asarray(np.where(age < limit, np.exp(-((age / scale) ** shape)), 0.0))


def conditional(survival: Floats) -> Floats:
    """Return who of an age lives to the next, ``S(a+1) / S(a)`` (age, draw), zero at the end.

    Parameters
    ----------
    survival
        Share left at ages 0, 1, ... [-] (age, draw).
    """
    step = np.zeros_like(survival)
    np.divide(survival[1:], survival[:-1], out=step[:-1], where=survival[:-1] > 0)
    return step


def cohorts(sales: Floats, survival: Floats) -> Floats:
    """Return the stock of each year by age, grown from nothing.

    ``N[t,a] = Sales[t-a] S(a)``, so that the total is ``N_t = sum_a Sales[t-a] S(a)``, by the
    recursion ``N[t,0] = Sales[t] S(0)``, ``N[t,a] = N[t-1,a-1] S(a) / S(a-1)``.

    Parameters
    ----------
    sales
        Additions [unit/a] (year, draw).
    survival
        Share left at ages 0, 1, ... [-] (age, draw).

    Returns
    -------
    Floats
        Stock [unit] (year, age, draw).
    """
    step = conditional(survival)
    stock = np.zeros((len(sales), *survival.shape))
    for year, added in enumerate(sales):
        if year:
            stock[year, 1:] = stock[year - 1, :-1] * step[:-1]
        stock[year, 0] = added * survival[0]
    return stock


def settled(survival: Floats, growth: float) -> Floats:
    """Return the age structure of a stock whose additions have grown steadily.

    ``s(a) ~ S(a) (1 + g)^-a``, summing to one: what stands for an unknown age structure.

    Parameters
    ----------
    survival
        Share left at ages 0, 1, ... [-] (age, draw).
    growth
        Past growth of additions [1/a].

    Returns
    -------
    Floats
        Shares of ages [-] (age, draw).
    """
    ages = np.arange(len(survival), dtype=np.float64)[:, None]
    weight = survival * (1 + growth) ** -ages
    return np.asarray(weight / weight.sum(axis=0))
