"""The specifications of this folder, one feature for each rule of procedure."""

from pytest_bdd import scenarios

scenarios(".")
