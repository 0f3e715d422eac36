"""``python -m fuwuyue_xlsx`` is the same as the console command ``fuwuyue``."""

from fuwuyue_xlsx.cli import main

if __name__ == "__main__":
    main()
